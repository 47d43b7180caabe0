#!/bin/sh
# Installs the RemoteLink agent on Linux, enrolls this machine and starts it:
#   curl -fsSL https://your-server/install.sh | sh -s -- --enroll TOKEN
# The server that hands this script out writes its own address and the service's unit into it.
set -eu

SERVER='@REMOTELINK_SERVER@'
SERVICE=remotelink-agent
UNIT=/etc/systemd/system/$SERVICE.service
RUNTIME_DIR=/run/$SERVICE-install
DROP_IN_DIR=/run/systemd/system/$SERVICE.service.d
START_TIMEOUT_S=30

usage() {
  cat <<USAGE
Installs the RemoteLink agent and enrolls this machine at $SERVER

  --enroll TOKEN   enrollment token (also by the variable REMOTELINK_TOKEN)
  --name NAME      name of this machine in the list (default: its host name)
  --attended       ask the person at this machine before each session
  --no-service     run in this terminal, also where systemd is
  --help           this text
USAGE
}

say() { printf 'remotelink: %s\n' "$*"; }
fail() {
  printf 'remotelink: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# fetch PATH FILE
fetch() {
  if have curl; then
    curl -fsS -o "$2" "$SERVER$1"
  elif have wget; then
    wget -q -O "$2" "$SERVER$1"
  else
    fail "curl or wget is needed: install one of them and run this again"
  fi
}

sha256_of() {
  if have sha256sum; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif have shasum; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  elif have openssl; then
    openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
  else
    fail "sha256sum, shasum or openssl is needed to check the download: install one of them and run this again"
  fi
}

# The hash that the manifest names for a file; empty where it names none.
expected_sha256() {
  tr -d '\n' <"$work/manifest.json" | tr '{' '\n' |
    grep "\"name\": *\"$1\"" | sed -n 's/.*"sha256": *"\([0-9a-f]\{64\}\)".*/\1/p'
}

detect_download() {
  [ "$(uname -s)" = Linux ] || fail "this script is for Linux, and this is $(uname -s): see the Enrollment page for other systems"
  case "$(uname -m)" in
    x86_64 | amd64) download=remotelink-agent-linux ;;
    aarch64 | arm64) download=remotelink-agent-linux-arm64 ;;
    *) fail "there is no agent for $(uname -m) processors: x86_64 and aarch64 are supported" ;;
  esac
}

download_agent() {
  fetch /downloads/manifest.json "$work/manifest.json" ||
    fail "$SERVER does not answer, or offers no downloads: check the address and that the server is running"
  expected=$(expected_sha256 "$download")
  [ -n "$expected" ] || fail "$SERVER offers no $download: its administrator has to build it"
  say "downloading $download"
  if have gzip && fetch "/downloads/$download.gz" "$work/agent.gz" 2>/dev/null; then
    gzip -dc "$work/agent.gz" >"$work/agent"
    rm "$work/agent.gz"
  else
    fetch "/downloads/$download" "$work/agent" || fail "the download of $download failed: try again"
  fi
  actual=$(sha256_of "$work/agent")
  [ "$actual" = "$expected" ] || fail "the download is damaged (SHA-256 $actual, expected $expected): try again"
}

# Beside its final place first, then renamed: an agent that runs keeps its file, and nobody sees half of one.
install_agent() {
  if [ "$(id -u)" -eq 0 ]; then target_dir=/usr/local/bin; else target_dir=$HOME/.local/bin; fi
  target=$target_dir/remotelink-agent
  mkdir -p "$target_dir" || fail "$target_dir cannot be made: check its permissions"
  cp "$work/agent" "$target.part" || fail "$target_dir cannot be written, or its disk is full"
  chmod 755 "$target.part"
  mv -f "$target.part" "$target"
  say "installed $target"
}

write_unit() {
  cat >"$UNIT" <<'REMOTELINK_UNIT'
@REMOTELINK_UNIT@
REMOTELINK_UNIT
}

# For its first start only the service is told server and token, by files that are gone afterwards.
write_first_start() {
  rm -rf "$RUNTIME_DIR"
  (umask 077 && mkdir "$RUNTIME_DIR")
  mkdir -p "$DROP_IN_DIR"
  options="--server $SERVER"
  if [ -n "$token" ]; then
    (umask 077 && printf '%s\n' "$token" >"$RUNTIME_DIR/token")
    options="$options --token-file $RUNTIME_DIR/token"
  fi
  if [ -n "$attended" ]; then options="$options --attended"; fi
  if [ -n "$name" ]; then options="$options --name \"$(unit_escaped "$name")\""; fi
  printf '[Service]\nExecStart=\nExecStart=%s %s\n' "$target" "$options" >"$DROP_IN_DIR/enroll.conf"
}

# systemd.service(5), "Command lines": what is special inside double quotes.
unit_escaped() { printf '%s' "$1" | tr -d '\n' | sed 's/[\\"]/\\&/g; s/%/%%/g; s/\$/$$/g'; }

forget_first_start() {
  rm -rf "$RUNTIME_DIR" "$DROP_IN_DIR"
  systemctl daemon-reload
}

start_service() {
  write_unit
  write_first_start
  systemctl daemon-reload
  systemctl enable --quiet "$SERVICE"
  systemctl restart "$SERVICE"
  waited=0
  until [ -s /etc/remotelink/agent.json ] && systemctl is-active --quiet "$SERVICE"; do
    if [ "$waited" -ge "$START_TIMEOUT_S" ] || systemctl is-failed --quiet "$SERVICE"; then
      forget_first_start
      fail "the agent did not start: journalctl -u $SERVICE says why"
    fi
    waited=$((waited + 1))
    sleep 1
  done
  forget_first_start
  say "the agent runs and starts with the machine (systemctl status $SERVICE)"
}

run_here() {
  say "the agent runs in this terminal; Ctrl-C ends it, $target starts it again"
  set -- --server "$SERVER"
  if [ -n "$attended" ]; then set -- "$@" --attended; fi
  if [ -n "$name" ]; then set -- "$@" --name "$name"; fi
  cleanup
  trap - EXIT
  # The token by the environment: other users see a program's arguments. Standard input is this script.
  REMOTELINK_TOKEN=$token exec "$target" "$@" </dev/null
}

cleanup() { rm -rf "$work"; }

main() {
  token=${REMOTELINK_TOKEN:-}
  name=
  attended=
  service=yes
  while [ $# -gt 0 ]; do
    case "$1" in
      --enroll | --name)
        [ $# -ge 2 ] || fail "$1 needs a value"
        if [ "$1" = --enroll ]; then token=$2; else name=$2; fi
        shift
        ;;
      --attended) attended=yes ;;
      --no-service) service= ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) fail "unknown option $1: see --help" ;;
    esac
    shift
  done
  detect_download
  work=$(mktemp -d) || fail "no temporary directory can be made: is /tmp full?"
  trap cleanup EXIT
  trap 'exit 1' INT TERM HUP
  download_agent
  install_agent
  if [ -n "$service" ] && [ "$(id -u)" -eq 0 ] && [ -d /run/systemd/system ]; then start_service; else run_here; fi
}

# Last, so that a script that arrived cut off does nothing.
main "$@"
