package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.internet.Browser;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.internet.Page;
import com.softellect.vpn.lab.net.Network;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lab's internet as the gateway's machine sees it, without any VPN. */
@Timeout(60)
class InternetIT {

    private static EndToEndLab lab;
    private static Internet internet;

    @BeforeAll
    static void open() throws Exception {
        lab = EndToEndLab.get();
        internet = lab.internet();
    }

    @Test
    void theGatewayOpensAPageByName() throws Exception {
        Page page = browser().open(Internet.PAGE);

        assertThat(page.isOf(Internet.HOST, Network.GATEWAY_PUBLIC_ADDRESS)).as("%s", page).isTrue();
    }

    @Test
    void anAliasLeadsToTheSamePage() throws Exception {
        long before = internet.names().queries();

        assertThat(browser().open(URI.create("http://alias.lab.example/")).status()).isEqualTo(200);
        assertThat(internet.names().queries()).isEqualTo(before + 1);
    }

    @Test
    void anAnswerThatIsTooLongForADatagramComesOverTcp() throws Exception {
        long before = internet.names().queries();

        assertThat(browser().addressesOf(Internet.HOST_WITH_MANY_ADDRESSES)).hasSize(Internet.MANY);
        assertThat(internet.names().queries()).isEqualTo(before + 2);
    }

    @Test
    void aNameThatIsNotThereIsNoAddress() {
        assertThatThrownBy(() -> browser().open(URI.create("http://nobody.lab.example/"))).hasMessageContaining("NXDOMAIN");
    }

    /** The trap: an internet that knows the way to everybody behind the gateway would need no egress. */
    @Test
    void itHasNoWayToTheNetworksBehindTheGateway() throws Exception {
        assertThat(internet.namespace().command("ip", "route", "get", Network.CLIENT_ADDRESS).run().output()).contains("unreachable");
        assertThat(internet.namespace().command("ip", "route", "get", "10.66.77.2").run().output()).contains("unreachable");
    }

    private static Browser browser() {
        return internet.browser(lab.network().gateway());
    }
}
