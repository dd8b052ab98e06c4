# What both launchers share: ./dolmetsch of the source tree and bin/dolmetsch of the distribution.
# POSIX sh; they read it with ".", then call find_java and launch.
#
#   DOLMETSCH_HEAP       Java heap, such as 4g       (default: a quarter of the memory; at least 128m)
#   DOLMETSCH_NATIVE     native memory, such as 8g   (default: half of the memory); a quarter as
#                        much may be used besides by Java's own buffers
#   DOLMETSCH_NATIVES    folder where native libraries are unpacked
#                        (default: ~/.javacpp/cache and ~/.djl.ai)
#   DOLMETSCH_JAVA_OPTS  further options for the Java virtual machine
#   JAVA_HOME            the JDK, 17 or newer        (default: the java on the PATH)
#
# OMP_NUM_THREADS is 1 for what they start, whatever it was.

fail() {
  echo "dolmetsch: $*" >&2
  exit 1
}

# ---- which Java: sets java, home (its file, through links), version (17) and build (17.0.15+6-Debian) ----
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it; set it to a JDK 17 or newer"
  else
    java=$(command -v java) || fail "there is no java on the PATH; install a JDK 17 or newer, or set JAVA_HOME to one"
  fi
  java_version
  [ "${version:-0}" -ge 17 ] || fail "$java is Java ${version:-of an unknown version}; Dolmetsch needs a JDK 17 or newer: set JAVA_HOME to one"
}

java_version() {
  # The file "release" of the JDK says it without starting a virtual machine.
  home=$java
  while [ -L "$home" ]; do
    link=$(readlink "$home")
    case $link in
      /*) home=$link ;;
      *) home=$(dirname "$home")/$link ;;
    esac
  done
  version=
  build=
  if [ -r "${home%/bin/java}/release" ]; then
    while IFS='=' read -r key value; do
      value=${value#\"}
      case $key in
        JAVA_VERSION) version=${value%\"} ;;
        JAVA_RUNTIME_VERSION) build=${value%\"} ;;
      esac
    done <"${home%/bin/java}/release"
  fi
  [ -n "$version" ] ||
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  build=${build:-$version}
  version=${version#1.}
  version=${version%%[!0-9]*}
}

# ---- memory: what the machine has, or its container allows, in MiB ----
memory_mib() {
  if [ -r /proc/meminfo ]; then
    while read -r key mib _; do
      [ "$key" != MemTotal: ] || break
    done </proc/meminfo
    mib=$((mib / 1024))
  else
    mib=$(($(sysctl -n hw.memsize 2>/dev/null || echo 4294967296) / 1048576))
  fi
  within_group /sys/fs/cgroup/memory.max
  within_group /sys/fs/cgroup/memory/memory.limit_in_bytes
  # Outside containers the limit stands in the process's own group and those above it.
  group=
  if [ -r /proc/self/cgroup ]; then
    while IFS=: read -r hierarchy _ path; do
      [ "$hierarchy" != 0 ] || group=$path
    done </proc/self/cgroup
  fi
  while [ -n "$group" ] && [ "$group" != / ]; do
    within_group "/sys/fs/cgroup$group/memory.max"
    group=${group%/*}
  done
}

within_group() { # a file with a limit: lowers mib to it
  [ -r "$1" ] && read -r bytes <"$1" || return 0
  # "max", or a number near 2^63 where there is no limit.
  case $bytes in
    *[!0-9]* | '' | ????????????????*) return 0 ;;
  esac
  [ $((bytes / 1048576)) -ge "$mib" ] || mib=$((bytes / 1048576))
}

size() { # name, value: refuses what the virtual machine would not understand
  case $2 in
    *[!0-9kKmMgG]* | *[kKmMgG]?* | [kKmMgG] | 0*) fail "$1 must be a size such as 4g or 800m, but is \"$2\"" ;;
  esac
}

in_mib() { # a size as size() lets it pass: sets direct
  case $1 in
    *[kK]) direct=$((${1%?} / 1024)) ;;
    *[mM]) direct=${1%?} ;;
    *[gG]) direct=$((${1%?} * 1024)) ;;
    *) direct=$(($1 / 1048576)) ;;
  esac
}

# ---- an archive of the classes that a command loads, which makes it start in half the time ----
# It fits one build of Java, the jar of one build in one place, and heaps above or below 32 GiB, which Java addresses
# differently. One that does not fit is worse than none, so all this is noted beside it, and it is made anew when it differs.
find_archive() { # folder of the program; needs heap: sets archive to a file, or to nothing
  file=$1/classes-$build$(in_mib "$heap"; [ "$direct" -lt 32000 ] || echo -wide).jsa
  archive=
  noted=
  # shellcheck disable=SC2012  # the name has no odd characters
  fits="$1 $(CDPATH='' cd -- "${home%/*}" && pwd -P) $(TZ=UTC0 ls -ln "$1/dolmetsch.jar" 2>/dev/null || :)"
  [ ! -r "$file.for" ] || read -r noted <"$file.for" || :
  if [ "$noted" != "$fits" ]; then
    [ -w "$1" ] || return 0
    echo "dolmetsch: preparing a quick start (once, some seconds) ..." >&2
    trap 'rm -f "$file.$$" "$file.list.$$"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    # First which classes, then the archive: what JDK 17 archives at exit has no class as old as Picocli's.
    # -Xlog: what it leaves out of the archive is of no interest.
    # shellcheck disable=SC2086  # options are words
    if "$java" $common ${natives:+"$natives"} "-XX:DumpLoadedClassList=$file.list.$$" -Xlog:disable -Xmx256m \
      -cp "$1/dolmetsch.jar" dev.dolmetsch.cli.Rehearsal </dev/null >/dev/null 2>&1 &&
      "$java" $common -Xshare:dump "-XX:SharedClassListFile=$file.list.$$" "-XX:SharedArchiveFile=$file.$$" \
        "-Xmx$heap" -Xlog:disable -cp "$1/dolmetsch.jar" </dev/null >/dev/null 2>&1; then
      mv -f "$file.$$" "$file"
    else
      rm -f "$file"
      echo "dolmetsch: no quick start could be prepared; everything works without" >&2
    fi
    # Without an archive this is still noted, so that it is tried once only.
    echo "$fits" >"$file.for.$$" && mv -f "$file.for.$$" "$file.for" || :
    rm -f "$file.list.$$"
    trap - EXIT INT TERM
  fi
  [ ! -f "$file" ] || archive=$file
}

# ---- runs the program that lies in a folder, in place of this process ----
launch() { # folder of dolmetsch.jar and lib, arguments
  app=$1
  shift

  memory_mib
  heap=${DOLMETSCH_HEAP:-$((mib / 4 > 256 ? mib / 4 : 256))m}
  native=${DOLMETSCH_NATIVE:-$((mib / 2 > 512 ? mib / 2 : 512))m}
  size DOLMETSCH_HEAP "$heap"
  size DOLMETSCH_NATIVE "$native"
  in_mib "$heap"
  [ "$direct" -ge 128 ] || fail "DOLMETSCH_HEAP must be at least 128m, but is \"$heap\""
  # Java's own direct buffers hold a copy of the parameters, at the most, when checkpoints are averaged;
  # a training has four such copies and more in native memory. Mapped files count nowhere.
  in_mib "$native"
  direct=$((direct / 4 > 256 ? direct / 4 : 256))m

  # What Java opens first would take the place of a stream that is closed: the text to be translated would be a jar.
  (: 3<&0) 2>/dev/null || exec </dev/null
  (: 3>&1) 2>/dev/null || exec >/dev/null
  (: 3>&2) || exec 2>/dev/null

  # The streams that are terminals; Java cannot tell.
  terminals=
  [ ! -t 0 ] || terminals="$terminals -Ddolmetsch.terminal.in=true"
  [ ! -t 1 ] || terminals="$terminals -Ddolmetsch.terminal.out=true"
  if [ -t 2 ]; then
    columns=$(stty size <&2 2>/dev/null | cut -d ' ' -f 2 || :)
    terminals="$terminals -Ddolmetsch.terminal.err=true -Ddolmetsch.terminal.columns=${columns:-80}"
  fi

  # The serial collector: the heap is small, the cores belong to the workers.
  common="-XX:+UseSerialGC -Xshare:auto -Dfile.encoding=UTF-8 -Djava.awt.headless=true"
  # JavaCPP loads natives and reads off-heap memory; newer JDKs warn unless told that it may.
  [ "$version" -lt 24 ] || common="$common --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

  # Arguments and file names are UTF-8 whatever the locale: Java reads them by this variable.
  LC_ALL=C.UTF-8
  export LC_ALL

  # Each operation on one thread, as cores belong to workers: said here, ND4J need not be loaded to say it.
  OMP_NUM_THREADS=1
  export OMP_NUM_THREADS

  case "${1:-} ${2:-}" in
    translate\ *)
      # glibc: memory that grew to another place goes back to the system (17 MB of a translator).
      : "${MALLOC_MMAP_THRESHOLD_:=131072}"
      export MALLOC_MMAP_THRESHOLD_
      ;;
    train\ * | quickstart\ * | "benchmark train")
      # glibc: large arrays in huge pages, where the system leaves that to programs.
      : "${GLIBC_TUNABLES:=glibc.malloc.hugetlb=1}"
      export GLIBC_TUNABLES
      ;;
  esac

  # Natives: ND4J's and oneDNN's are told by an option, SentencePiece's by a variable.
  natives=${DOLMETSCH_NATIVES:+-Dorg.bytedeco.javacpp.cachedir=$DOLMETSCH_NATIVES/javacpp}
  if [ -n "$natives" ]; then
    ENGINE_CACHE_DIR=$DOLMETSCH_NATIVES
    export ENGINE_CACHE_DIR
  fi

  case ${1:--} in
    -*) archive= ;;
    *) find_archive "$app" ;;
  esac
  # shellcheck disable=SC2086  # options are words
  set -- ${DOLMETSCH_JAVA_OPTS:-} -jar "$app/dolmetsch.jar" "$@"
  # An archive that does not fit all the same is passed over without a word.
  [ -z "$archive" ] || set -- "-XX:SharedArchiveFile=$archive" -Xlog:cds=off "$@"

  # Few young objects: memory that the JVM only reserves is the models'.
  # shellcheck disable=SC2086  # options are words
  exec "$java" $common -Xms64m -XX:MaxNewSize=48m "-Xmx$heap" "-XX:MaxDirectMemorySize=$direct" \
    "-Dorg.bytedeco.javacpp.maxbytes=$native" -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
    "-Ddolmetsch.command=$0" $terminals ${natives:+"$natives"} "$@"
}
