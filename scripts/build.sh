# shellcheck shell=bash
# Builds what ./ballast starts. Sourced after tools.sh, with $home set to the folder of the project.
#
# A build is a jar of its own name beside target/lib, AOT caches of the same name, and last of all the file BUILT that
# names them: interrupted anywhere before, the next start builds again. The jar has its own name so that a rebuild does not
# pull the classes from under a daemon that is running.

readonly MAIN_CLASS=dev.ballast.app.cli.Main
# shellcheck disable=SC2154 # set by whoever sources this
readonly TARGET=$home/target
readonly BUILT=$TARGET/ballast.built
readonly BUILD_LOG=$TARGET/ballast-build.log
readonly TRAINING_LOG=$TARGET/ballast-training.log
# A training run that hangs must not keep the first start waiting for ever.
readonly TRAINING_SECONDS=120
# The last line of progress, so that none is said twice.
SAID=

newer_source_than() {
  find "$home/pom.xml" "$home/.mvn" "$home/src/main" -newer "$1" -print -quit 2>/dev/null
}

is_built() {
  local name
  [ -f "$BUILT" ] && read -r name <"$BUILT" && [ -f "$TARGET/$name.jar" ] || return 1
  # A copy without its sources, as in a container image, is always up to date.
  [ ! -f "$home/pom.xml" ] || [ -z "$(newer_source_than "$BUILT")" ]
}

# One build at a time: whoever comes second waits, and finds the work done.
build() {
  local code=0
  if ! mkdir -p "$TARGET" 2>/dev/null || [ ! -w "$TARGET" ]; then say "cannot write to $TARGET, where the build goes." && return 1; fi
  lock
  is_built || build_locked || code=$?
  unlock
  return "$code"
}

# flock lets go by itself when its holder dies. Where there is none (macOS), a folder with the owner's process id is the
# lock, and is taken over when the owner is gone.
lock() {
  local said='' owner
  if command -v flock >/dev/null; then
    exec 9>"$TARGET/ballast.lock"
    flock -n 9 || { say "another start is building; waiting for it." && flock 9; }
    return 0
  fi
  until mkdir "$TARGET/ballast.lock.d" 2>/dev/null; do
    owner=$(cat "$TARGET/ballast.lock.d/owner" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$TARGET/ballast.lock.d" && continue; fi
    [ -n "$said" ] || { say "another start is building; waiting for it." && said=yes; }
    sleep 0.3
  done
  echo $$ >"$TARGET/ballast.lock.d/owner"
}

unlock() {
  exec 9>&-
  rm -rf "$TARGET/ballast.lock.d"
}

build_locked() {
  local name newer old previous=
  need_maven || return 1
  name=ballast-$(date +%s)-$$
  # Its time is the build's beginning: what is edited meanwhile is newer. Sources dated in the future must not count as
  # newer for ever.
  echo "$name" >"$BUILT.new" || return 1
  while newer=$(newer_source_than "$BUILT.new") && [ -n "$newer" ]; do touch -r "$newer" "$BUILT.new"; done
  [ ! -f "$BUILT" ] || read -r previous <"$BUILT"
  rm -f "$BUILT"

  in_background "building Ballast" "$BUILD_LOG" \
    env JAVA_HOME="$JDK" "$MAVEN" -B -Dmaven.test.skip=true -Dstyle.color=never -f "$home/pom.xml" package || {
    local code=$?
    if [ "$code" -lt 128 ]; then
      say "the build failed; the whole log is in $BUILD_LOG"
      grep '^\[ERROR\]' "$BUILD_LOG" | grep -v -e 'Help 1' -e 're-run Maven' -e '^\[ERROR\] *$' -e 'following articles' | head -n 20 >&2 || tail -n 20 "$BUILD_LOG" >&2
    fi
    return "$code"
  }
  cp "$TARGET/ballast.jar" "$TARGET/$name.jar" || return 1
  train "$name"
  for old in "$TARGET"/ballast-*.jar "$TARGET"/ballast-*.aot "$TARGET"/ballast-*.aot.new*; do
    case $old in */"$name".* | */"${previous:-$name}".*) ;; *) rm -f "$old" ;; esac
  done
  mv "$BUILT.new" "$BUILT"
}

# Records which classes and methods a typical run needs (JEP 514), so that every later start has them loaded and linked.
# Without the cache everything works, only slower: its failure is no failure of the build.
train() {
  local jar
  # Class files of Java 5 cannot be in the cache. Once per version of the library: Maven leaves a jar alone that is there.
  for jar in "$TARGET"/lib/picocli-*.jar; do
    if [ -f "$jar" ] && [ ! -f "$jar.modern" ]; then
      in_background "preparing a fast start" "$TRAINING_LOG" "$JDK/bin/java" "$home/scripts/ModernClassFiles.java" "$jar" && : >"$jar.modern"
    fi
  done
  record "$1" "$1.aot" warm-up commands || record "$1" "$1.aot" --help || true
  # `local` has its own: it needs half of those classes, and what it does not need costs it an eighth of its start.
  record "$1" "$1.local.aot" warm-up local || true
}

# record BUILD CACHE COMMAND…: trains CACHE on a run of COMMAND with the jar of BUILD; what does not come about leaves nothing.
record() {
  local jar=$TARGET/$1.jar cache=$TARGET/$2 code=0
  shift 2
  in_background "preparing a fast start" "$TRAINING_LOG" "$JDK/bin/java" --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow "-XX:AOTCacheOutput=$cache.new" -cp "$jar" "$MAIN_CLASS" "$@" || code=$?
  if [ "$code" = 0 ] && [ -f "$cache.new" ]; then mv "$cache.new" "$cache"; fi
  rm -f "$cache.new" "$cache.new.config"
  return "$code"
}

# in_background TITLE LOG COMMAND…: runs it with its output in the log, shows progress, takes it along when interrupted.
in_background() {
  local title=$1 log=$2 child stage begin=$SECONDS
  shift 2
  "$@" </dev/null >"$log" 2>&1 &
  child=$!
  # shellcheck disable=SC2064 # the child of this moment
  trap "kill $child 2>/dev/null || true; wait $child 2>/dev/null || true; [ ! -t 2 ] || echo >&2; unlock; say 'interrupted; the next start takes the build up again.'; exit 130" INT TERM HUP
  while true; do
    stage=$(stage_of "$log")
    if [ -t 2 ]; then
      printf '\r\033[Kballast: %s: %s %d s' "$title" "$stage" $((SECONDS - begin)) >&2
    elif [ "$SAID" != "$title: ${stage%% (*}" ]; then
      SAID="$title: ${stage%% (*}"
      say "$SAID"
    fi
    kill -0 "$child" 2>/dev/null || break
    if [ $((SECONDS - begin)) -gt "$TRAINING_SECONDS" ] && [ "$log" != "$BUILD_LOG" ]; then kill "$child" 2>/dev/null || true; fi
    sleep 0.2
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
  trap - INT TERM HUP
  wait "$child"
}

stage_of() {
  local downloads
  case $(grep -o -e ':compile (' -e ':jar (' -e ':copy-dependencies (' "$1" | tail -n 1) in
    ':compile (') printf 'compiling' ;;
    ':jar (' | ':copy-dependencies (') printf 'packing' ;;
    *) downloads=$(grep -c '^.*Downloaded from' "$1") && printf 'downloading libraries (%d files so far)' "$downloads" || printf 'working' ;;
  esac
}
