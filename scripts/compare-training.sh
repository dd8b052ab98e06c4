#!/usr/bin/env bash
# Trains with Dolmetsch and with the PyTorch program in turn, and prints the medians and their ratios:
#
#   scripts/compare-training.sh PEER_FOLDER DATA_FOLDER [ROUNDS]
#
# PEER_FOLDER has nmt_torch.py, a virtual environment venv/ with torch in it, and data/, which
# prepare.py wrote. DATA_FOLDER has Multi30k's train.en, train.de, val.en and val.de. ROUNDS is 3
# unless given. docs/benchmarks.md has the rest.
#
#   MODELS="small tiny"   which benchmarks
#   PRECISION=bf16        of both programs: bf16 or float32
#   UPDATES=60 WARMUP=130 of Dolmetsch; PyTorch makes as many in all
#   TCMALLOC=FILE         the allocator that PyTorch is run with; empty for none
set -euo pipefail

fail() {
  echo "$0: $*" >&2
  exit 2
}

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
  echo "usage: $0 PEER_FOLDER DATA_FOLDER [ROUNDS]" >&2
  exit 2
fi
peer=$1
data=$2
rounds=${3:-3}
models=${MODELS:-small tiny}
precision=${PRECISION:-bf16}
updates=${UPDATES:-60}
warmup=${WARMUP:-130}
tcmalloc=${TCMALLOC-/usr/lib/x86_64-linux-gnu/libtcmalloc.so.4}
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)

[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "ROUNDS must be a whole number above 0, but is \"$rounds\""
[[ $updates =~ ^[1-9][0-9]*$ ]] || fail "UPDATES must be a whole number above 0, but is \"$updates\""
[[ $warmup =~ ^[0-9]+$ ]] || fail "WARMUP must be a whole number, but is \"$warmup\""
[ -f "$peer/nmt_torch.py" ] || fail "$peer has no nmt_torch.py"
[ -x "$peer/venv/bin/python" ] || fail "$peer has no venv/bin/python; make a virtual environment with torch in it"
[ -f "$peer/data/train.ids.en" ] || fail "$peer/data is not prepared; run prepare.py"
[ -f "$data/train.en" ] || fail "$data has no train.en"
[ -z "$tcmalloc" ] || [ -f "$tcmalloc" ] ||
  fail "there is no $tcmalloc, with which PyTorch is faster; install libgoogle-perftools4, or set TCMALLOC="
case $precision in
  bf16) peer_options=(--bf16) attention=manual ;;
  float32) peer_options=() attention=fused ;;
  *) fail "PRECISION must be bf16 or float32, but is \"$precision\"" ;;
esac

results=$(mktemp)
errors=$(mktemp)
trap 'rm -f "$results" "$errors"' EXIT

# Writes "MODEL PROGRAM TARGET-TOKENS-PER-SECOND PEAK-MIB" to the results.
dolmetsch() {
  "$root/dolmetsch" benchmark train --config "$root/configs/benchmark-$1.yaml" --data "$data" \
    --updates "$updates" --warmup "$warmup" --set "training.precision=$precision" 2>"$errors" |
    awk -v model="$1" '
      $1 == "RESULT" {
        for (i = 4; i <= NF; i++) { split($i, pair, "="); value[pair[1]] = pair[2] }
        print model, "Dolmetsch", value["target_tokens_per_second"], value["peak_rss_mib"]
      }'
}

pytorch() {
  LD_PRELOAD=$tcmalloc ATTN=$attention "$peer/venv/bin/python" "$peer/nmt_torch.py" train \
    --data "$peer/data" --model "$1" --steps "$((updates + warmup))" --log 10 \
    ${peer_options[@]+"${peer_options[@]}"} 2>"$errors" |
    awk -v model="$1" '
      $1 == "RESULT" {
        for (i = 1; i < NF; i++) {
          if ($i == "tgt" && $(i + 1) == "tok/s" && !speed) speed = $(i + 2)
          if ($i == "peak" && $(i + 1) == "RSS") peak = $(i + 2)
        }
        print model, "PyTorch", speed, peak
      }'
}

measure() { # program, model
  line=$("$1" "$2") && [ -n "$line" ] || fail "$1 failed on $2: $(tail -n 1 "$errors")"
  echo "$line" >>"$results"
  echo "$line" | awk -v round="$round" '{ printf "round %d, %s: %s %d target tokens/s, peak %s MiB\n", round, $1, $2, $3, $4 }'
}

"$root/dolmetsch" --version >/dev/null # Builds, if need be, before anything is measured.
for ((round = 1; round <= rounds; round++)); do
  for model in $models; do
    measure dolmetsch "$model"
    measure pytorch "$model"
  done
done

echo
echo "medians of $rounds rounds, $precision"
sort -k1,1 -k2,2 -k3,3n "$results" | awk '
  { key = $1 " " $2; count[key]++; speed[key, count[key]] = $3
    if ($4 > peak[key]) peak[key] = $4
    if (!($1 in seen)) { seen[$1] = 1; order[++models] = $1 } }
  function median(key,   n) {
    n = count[key]
    return n % 2 ? speed[key, (n + 1) / 2] : (speed[key, n / 2] + speed[key, n / 2 + 1]) / 2
  }
  END {
    for (m = 1; m <= models; m++) {
      ours = order[m] " Dolmetsch"; theirs = order[m] " PyTorch"
      printf "%s: Dolmetsch %d (peak %s MiB), PyTorch %d (peak %s MiB) target tokens/s, ratio %.2f\n",
        order[m], median(ours), peak[ours], median(theirs), peak[theirs], median(ours) / median(theirs)
    }
  }'
