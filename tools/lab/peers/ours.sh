# This product as a peer of a harness that measures VPNs side by side. The harness gives two network namespaces that are joined already
# (NS_SRV, NS_CLI), the outer and inner addresses (SRV_IP, CLI_IP, IN_SRV, IN_CLI), folders (WORK, LOG), and bgsrv and bgcli, which start a
# command in the background inside a namespace. It calls prepare, up_server, up_client (timed), settle, version, options, and ends whatever
# runs in the namespaces itself.
#
# SETTLE_SECONDS: how long the JVMs are warmed up, half of it each way (20). Nothing of it is measured.
PROJECT=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../../..")
SETTLE_SECONDS=${SETTLE_SECONDS:-20}
WARM_UP_PORT=5210

vpn() { VPN_HOME=$WORK "$PROJECT/vpn" "$@"; }

# node gateway|client: starts it in its namespace
bgnode() {
    local bg=bgsrv
    [ "$1" = gateway ] || bg=bgcli
    VPN_HOME=$WORK $bg "ours-$1" "$PROJECT/vpn" "$1"
}

# Returns when Karaf has started all that it starts with, and vpn:status knows the role.
await_node() {
    local try
    for try in $(seq 40); do
        if vpn shell "$1" 'service:list org.apache.karaf.features.BootFinished' 2>/dev/null | grep -q service.id &&
                vpn shell "$1" vpn:status 2>/dev/null | grep -qi "$1"; then
            return 0
        fi
        sleep 0.5
    done
    echo "the $1 does not start: its log is in $WORK/$1/data/log" >&2
    return 1
}

# What is to be built is built before: a build would take longer than a harness waits.
prepare() { "$PROJECT/vpn" build; }

# Both Karafs: the time of up_client is that of a client that runs and is told to connect.
up_server() {
    rm -rf "$WORK/gateway" "$WORK/client" "$WORK/alice.vpnprofile"
    bgnode gateway
    bgnode client
    await_node gateway && await_node client || return 1
    vpn shell gateway "vpn:client-add alice --address $IN_CLI --profile $WORK/alice.vpnprofile"
}

up_client() { vpn shell client "vpn:connect --no-wait $WORK/alice.vpnprofile"; }

settle() {
    local half=$(((SETTLE_SECONDS + 1) / 2))
    bgsrv ours-warm-up iperf3 -s -p $WARM_UP_PORT
    local server=$!
    sleep 0.5
    incli iperf3 -c "$IN_SRV" -p $WARM_UP_PORT -t $half -R >/dev/null
    incli iperf3 -c "$IN_SRV" -p $WARM_UP_PORT -t $half >/dev/null
    kill $server
    sleep 2
    echo "warmed up for $((2 * half)) s: one TCP stream down for $half s, then one up"
}

version() {
    echo "Softellect VPN $(sed -n 's/^version=//p' "$PROJECT/vpn")"
    "$("$PROJECT/vpn" java)/bin/java" -version 2>&1 | tail -n 1
}

options() {
    echo "as delivered: Karaf, CXF, TLS 1.3 on port 8443, TUN; JVMs warmed up for $SETTLE_SECONDS s before anything is measured"
}
