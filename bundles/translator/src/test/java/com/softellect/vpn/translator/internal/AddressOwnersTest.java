package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Session;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressOwnersTest {

    private final AddressOwners owners = new AddressOwners();

    private static Session session(String client, int address) {
        return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class},
                (proxy, method, args) -> method.getName().equals("clientId") ? client : address);
    }

    @Test
    void anAddressThatAnotherClientGetsIsNoticedAndOneThatComesBackIsNot() {
        assertThat(owners.changed(List.of(session("alice", 2), session("bob", 3)))).isEmpty();
        assertThat(owners.changed(List.of())).isEmpty();
        assertThat(owners.changed(List.of(session("alice", 2)))).isEmpty();
        assertThat(owners.changed(List.of(session("carol", 2), session("alice", 4)))).containsExactly(2);
        assertThat(owners.changed(List.of(session("carol", 2), session("alice", 4)))).isEmpty();
    }
}
