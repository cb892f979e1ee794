# shellcheck shell=bash
# Finds the JDK and Maven. Sourced by ./ballast and ./verify; speaks on standard error only.
# Works with bash 3.2, which is what macOS brings.
# shellcheck disable=SC2034 # JDK, MAVEN and CLIENTS_MISSING are what it finds, for whoever sources it

readonly JDK_RELEASE=25

say() { printf 'ballast: %s\n' "$*" >&2; }

# Succeeds where a folder holds a JDK (with its compiler) of the release Ballast is built for.
# Reads the JDK's own `release` file: asking `java -version` would cost every start 40 ms.
is_the_jdk() {
  local line version=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} && version=${version//\"/} ;; esac
  done <"$1/release"
  case $version in "$JDK_RELEASE" | "$JDK_RELEASE".* | "$JDK_RELEASE"-*) return 0 ;; *) return 1 ;; esac
}

follow_links() {
  local path=$1 link
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in /*) path=$link ;; *) path=${path%/*}/$link ;; esac
  done
  printf '%s' "$path"
}

# The folder behind `java` on the PATH. Version managers put a script there that only it can resolve.
jdk_on_path() {
  local java folder
  java=$(command -v java 2>/dev/null) || return 1
  # On macOS this is a stub that opens a dialogue where no Java is installed.
  if [ "$java" = /usr/bin/java ] && [ -x /usr/libexec/java_home ]; then return 1; fi
  folder=$(follow_links "$java") && folder=${folder%/bin/java}
  if [ ! -r "$folder/release" ]; then
    folder=$("$java" -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p') || return 1
  fi
  printf '%s' "$folder"
}

# Sets JDK to the first JDK of the right release: JAVA_HOME, the PATH, the usual folders.
# BALLAST_JDK_FOLDERS (separated by colons) replaces the usual folders.
find_jdk() {
  local folder parent folders
  if [ -n "${JAVA_HOME:-}" ] && is_the_jdk "$JAVA_HOME"; then JDK=$JAVA_HOME && return 0; fi
  if folder=$(jdk_on_path) && is_the_jdk "$folder"; then JDK=$folder && return 0; fi
  if [ -n "${BALLAST_JDK_FOLDERS+set}" ]; then
    local IFS=:
    # shellcheck disable=SC2206 # split at the colons on purpose
    folders=($BALLAST_JDK_FOLDERS)
    unset IFS
  else
    folders=(/usr/lib/jvm /usr/lib64/jvm /usr/java /usr/local /opt /opt/java /opt/jdk "/usr/local/openjdk-$JDK_RELEASE"
      "${HOME:-/nonexistent}"/{.sdkman/candidates/java,.jdks,.asdf/installs/java,.local/share/mise/installs/java}
      {"${HOME:-/nonexistent}",}/Library/Java/JavaVirtualMachines "/opt/homebrew/opt/openjdk@$JDK_RELEASE/libexec")
  fi
  for parent in ${folders[@]+"${folders[@]}"}; do
    for folder in "$parent" "$parent"/* "$parent"/*/Contents/Home; do
      if is_the_jdk "$folder"; then JDK=$folder && return 0; fi
    done
  done
  if [ -z "${BALLAST_JDK_FOLDERS+set}" ] && [ -x /usr/libexec/java_home ]; then
    folder=$(/usr/libexec/java_home -v "$JDK_RELEASE" 2>/dev/null) || return 1
    if is_the_jdk "$folder"; then JDK=$folder && return 0; fi
  fi
  return 1
}

need_jdk() {
  find_jdk && return 0
  say "no JDK $JDK_RELEASE found in JAVA_HOME, on the PATH or in the usual folders (/usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks):" \
    "install one, for example Temurin $JDK_RELEASE from https://adoptium.net (package temurin-$JDK_RELEASE-jdk, or" \
    "\`sdk install java $JDK_RELEASE-tem\`), or set JAVA_HOME to it."
  return 1
}

# Sets MAVEN. As root on a Debian-like system it installs the package; elsewhere it says what to install.
need_maven() {
  local candidate
  for candidate in "${MAVEN_HOME:-/nonexistent}/bin/mvn" "$(command -v mvn || true)" /opt/maven/bin/mvn \
    "${HOME:-/nonexistent}/.sdkman/candidates/maven/current/bin/mvn" /opt/homebrew/bin/mvn; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then MAVEN=$candidate && return 0; fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Maven is missing: installing it with apt-get, once."
    if { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends maven ||
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends maven; }; } \
      </dev/null >/dev/null 2>&1 && MAVEN=$(command -v mvn); then
      return 0
    fi
    say "apt-get could not install Maven: install Maven 3.8 or newer (https://maven.apache.org/install.html) so that \`mvn\` is on the PATH."
    return 1
  fi
  say "no Maven found: install Maven 3.8 or newer (package maven, or https://maven.apache.org/install.html) so that \`mvn\` is on the PATH."
  return 1
}

debian_python_has_boto3() { /usr/bin/python3 -c 'import boto3' >/dev/null 2>&1; }

# The clients of others that the tests drive against the local cloud: both generations of the AWS CLI, and Ansible with
# boto3. As root on a Debian-like system it installs what is missing, once: about 40 MB to fetch and 500 MB on disk, half of
# it Ansible's collections, which ansible-core alone does not bring. Never fails: the tests of a client that is not there are
# skipped and say so. CLIENTS_MISSING names those that are not there in the end.
want_clients() {
  local missing=()
  CLIENTS_MISSING=
  [ -x /usr/bin/aws ] || missing+=(awscli)
  command -v ansible-playbook >/dev/null || missing+=(ansible)
  debian_python_has_boto3 || missing+=(python3-boto3)
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing the clients that the tests drive (${missing[*]}) with apt-get, once."
    if { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" ||
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; }; } \
      </dev/null >/dev/null 2>&1; then
      return 0
    fi
    say "apt-get could not install them."
  fi
  command -v aws >/dev/null || [ -x /usr/bin/aws ] || CLIENTS_MISSING="the AWS CLI"
  { command -v ansible-playbook >/dev/null && debian_python_has_boto3; } ||
    CLIENTS_MISSING="${CLIENTS_MISSING:+$CLIENTS_MISSING and }Ansible with boto3 for /usr/bin/python3"
}
