#!/bin/sh
# BLEU and chrF of a model on a test set:
#
#   scripts/evaluate.sh MODEL TESTSET [OPTION...]
#
# MODEL is a model or run directory. TESTSET is the path that TESTSET.en and TESTSET.de (or
# TESTSET.en.gz, TESTSET.de.gz) have in common; which of them is the source, the model says.
# OPTIONs are those of `dolmetsch evaluate`, such as --json or --lowercase.
set -eu

if [ $# -lt 2 ]; then
  echo "usage: $0 MODEL TESTSET [OPTION...]; see dolmetsch evaluate --help for the options" >&2
  exit 2
fi
model=$1
testset=$2
shift 2
self=$(readlink -f "$0")
exec "$(dirname "$self")/../dolmetsch" evaluate --model "$model" --test-set "$testset" "$@"
