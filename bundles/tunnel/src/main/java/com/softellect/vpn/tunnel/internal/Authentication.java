package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.GetVersionInfo;
import com.softellect.vpn.contract.GetVersionInfoResponse;
import com.softellect.vpn.contract.Option;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VersionNotSupportedInfo;
import com.softellect.vpn.contract.VpnGateway;
import com.softellect.vpn.credential.Proof;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Asks for a new session:
 *
 * <ol>
 *   <li>does the gateway speak this client's version of the protocol, and what is the time there? This client's own clock may be wrong;
 *   <li>a proof that this client has its key, over that time and over the key that the gateway showed in the TLS connection.
 * </ol>
 */
record Authentication(Plan plan, String software) implements Question {

    @Override
    public Terms ask(GatewayClient client, BooleanSupplier wanted) throws Exception {
        GetVersionInfoResponse there = client.gateway().getVersionInfo(new GetVersionInfo());
        if (there.getLowestProtocol() > VpnGateway.PROTOCOL || there.getHighestProtocol() < VpnGateway.PROTOCOL) {
            throw new VersionNotSupportedException(
                    new VersionNotSupportedInfo(there.getLowestProtocol(), there.getHighestProtocol(), "no version in common"));
        }
        if (!wanted.getAsBoolean()) {
            throw new CancellationException("nobody waits for this session any more");
        }
        Identity identity = plan.identity();
        Credentials shown = Proof.create(identity.clientId(), identity.key(), client.pin(), there.getTimeMillis());
        return Terms.of(client.gateway().authenticate(new Authenticate(VpnGateway.PROTOCOL, shown.clientId(), shown.algorithm(),
                shown.timestampMillis(), shown.nonce(), shown.proof(), software, options())), plan.settings());
    }

    private List<Option> options() {
        return plan.settings().offload() ? List.of(Option.SUPER_PACKETS) : List.of();
    }
}
