package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AddressLease;
import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has which address of the tunnel's network: for ever, or lent. An address is one client's at a time; one that is a client's own is never lent.
 *
 * <p>A client gets the address back that it had before, as long as nobody else has got it: it is lent for the time of its session and a while after, and given to another
 * only then, and only when there is no address left that nobody had. To find one is a step or two, and a search through all when few are left.
 *
 * <p>Thread-safe; one step at a time.
 */
final class AddressPool {

    private static final String NETWORK = "etc/com.softellect.vpn.registry.cfg, key network";
    private static final String RANGE = "etc/" + ClientsSettings.PID + ".cfg, key dynamicAddresses";

    private final InstantSource clock;

    /** Guarded by this. */
    private AddressRange range = AddressRange.WHOLE;
    private Duration leaseTime = Duration.ofMinutes(ClientsSettings.LEASE_MINUTES);

    /** Those that are clients' own, by whom. */
    private final Map<Integer, String> own = new HashMap<>();

    /** By client, those first whose clients were not seen for longest. */
    private final Map<String, Lease> leases = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Integer, String> lent = new HashMap<>();

    /** Where to look for the next one. */
    private int next;

    /** Whether something is lent in another way than was kept last. */
    private boolean unkept;

    AddressPool(InstantSource clock) {
        this.clock = clock;
    }

    /** For leases that are made or prolonged from now on. Those that are, stay. */
    synchronized void set(AddressRange dynamic, Duration time) {
        range = dynamic;
        leaseTime = time;
    }

    /** Puts what is known of a client in the place of what was. @param before null: nothing; @param after null: nothing */
    synchronized void changed(Client before, Client after) {
        if (before != null && before.hasOwnAddress()) {
            own.remove(before.address(), before.id());
        }
        if (after != null && after.hasOwnAddress()) {
            own.putIfAbsent(after.address(), after.id());
        }
        if (before != null && (after == null || after.hasOwnAddress())) {
            giveBack(before.id());
        }
    }

    /** Of what was claimed for a client it has this only. @param known null: nothing, or one without an address of its own */
    synchronized void settle(String clientId, Client known) {
        own.entrySet().removeIf(one -> one.getValue().equals(clientId) && (known == null || one.getKey() != known.address()));
    }

    /** An address that can be that client's own. @param wanted as text; null: the first that is free and not meant to be lent */
    synchronized int choose(String clientId, String wanted, Ipv4Network network) throws ClientException {
        return wanted == null ? firstFree(network) : checked(clientId, wanted, network);
    }

    private int checked(String clientId, String wanted, Ipv4Network network) throws ClientException {
        int address;
        try {
            address = Ipv4Network.parseAddress(wanted);
        } catch (IllegalArgumentException e) {
            throw new ClientException(e.getMessage(), e);
        }
        if (!network.isHost(address)) {
            throw new ClientException(wanted + " is no host's address in the tunnel's network " + network + " (" + NETWORK + ")");
        }
        if (address == network.address()) {
            throw new ClientException(wanted + " is the gateway's own address (" + NETWORK + ")");
        }
        String owner = own.get(address);
        if (owner != null && !owner.equals(clientId)) {
            throw new ClientException(wanted + " is the address of client '" + owner + "': take another, or none for the first that is free");
        }
        String holder = holder(address);
        if (holder != null && !holder.equals(clientId)) {
            throw new ClientException(wanted + " is lent to client '" + holder + "' until " + leases.get(holder).until + " at least: take another, or none for the "
                    + "first that is free");
        }
        return address;
    }

    private int firstFree(Ipv4Network network) throws ClientException {
        for (int address = network.base(); address != network.broadcast() + 1; address++) {
            boolean meantForOthers = !range.whole() && range.contains(address);
            if (isPossible(address, network) && !meantForOthers && !own.containsKey(address) && holder(address) == null) {
                return address;
            }
        }
        throw new ClientException("all addresses of the tunnel's network " + network + " are taken: remove clients with vpn:client-remove, "
                + "or make the network larger (" + NETWORK + ")");
    }

    private static boolean isPossible(int address, Ipv4Network network) {
        return network.isHost(address) && address != network.address();
    }

    /** Whom the address is lent to; null: to nobody, or to somebody whose time is over. */
    private String holder(int address) {
        String clientId = lent.get(address);
        return clientId == null || leases.get(clientId).isOver(clock.instant()) ? null : clientId;
    }

    /** Nobody else may have it when this returns. @throws ClientException if somebody has got it meanwhile */
    synchronized void claim(Client client) throws ClientException {
        String owner = own.getOrDefault(client.address(), client.id());
        String holder = holder(client.address());
        if (!owner.equals(client.id()) || holder != null && !holder.equals(client.id())) {
            throw new ClientException(Ipv4Network.format(client.address()) + " was given to another client just now: try again");
        }
        own.put(client.address(), client.id());
        if (lent.containsKey(client.address())) {
            giveBack(lent.get(client.address()));
        }
    }

    /**
     * Lends an address to a client that has none of its own: the one that it had, if it can have that again.
     *
     * @throws AuthenticationException with reason FULL if there is none
     */
    synchronized int lend(String clientId, Ipv4Network network) throws AuthenticationException {
        Instant now = clock.instant();
        Lease before = leases.get(clientId);
        if (before != null && range.contains(before.address) && isPossible(before.address, network) && !own.containsKey(before.address)) {
            prolong(before, now.plus(leaseTime));
            return before.address;
        }
        giveBack(clientId);
        AddressRange from = range.within(network);
        Integer address = unused(from, network);
        if (address == null) {
            address = lapsed(from, network, now);
        }
        if (address == null) {
            throw new AuthenticationException(Reason.FULL, "all addresses for clients without one of their own are lent: try again later, or have the gateway's operator "
                    + "make more (" + RANGE + ", or " + NETWORK + ")");
        }
        take(clientId, address, now.plus(leaseTime));
        return address;
    }

    /** One that nobody has had, or whose client has gone for good. */
    private Integer unused(AddressRange from, Ipv4Network network) {
        int start = from.contains(next) ? next : from.first();
        for (int i = 0; i < from.size(); i++) {
            int address = from.first() + (start - from.first() + i) % from.size();
            if (isPossible(address, network) && !own.containsKey(address) && !lent.containsKey(address)) {
                next = address + 1;
                return address;
            }
        }
        return null;
    }

    private Integer lapsed(AddressRange from, Ipv4Network network, Instant now) {
        Iterator<Map.Entry<String, Lease>> oldestFirst = leases.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Lease lease = oldestFirst.next().getValue();
            if (lease.isOver(now)) {
                oldestFirst.remove();
                lent.remove(lease.address);
                unkept = true;
                if (from.contains(lease.address) && isPossible(lease.address, network) && !own.containsKey(lease.address)) {
                    return lease.address;
                }
            }
        }
        return null;
    }

    private void take(String clientId, int address, Instant until) {
        unkept = true;
        leases.put(clientId, new Lease(address, until));
        lent.put(address, clientId);
    }

    private void giveBack(String clientId) {
        Lease lease = leases.remove(clientId);
        if (lease != null) {
            lent.remove(lease.address);
            unkept = true;
        }
    }

    /** These clients are connected: what they were lent stays theirs. */
    synchronized void prolong(Collection<String> clientIds) {
        Instant until = clock.instant().plus(leaseTime);
        for (String clientId : clientIds) {
            Lease lease = leases.get(clientId);
            if (lease != null) {
                prolong(lease, until);
            }
        }
    }

    /** That is kept from time to time only: so a lease that a crash leaves lasts for half its time at least. */
    private void prolong(Lease lease, Instant until) {
        lease.until = until;
        unkept |= Duration.between(lease.keptUntil, until).compareTo(leaseTime.dividedBy(2)) > 0;
    }

    /** What is lent, those not seen for longest first, for whoever keeps it; null: nothing has changed since the last time. */
    synchronized List<AddressLease> unkept() {
        if (!unkept) {
            return null;
        }
        unkept = false;
        List<AddressLease> all = new ArrayList<>();
        leases.forEach((clientId, lease) -> {
            lease.keptUntil = lease.until;
            all.add(new AddressLease(clientId, lease.address, lease.until));
        });
        return all;
    }

    /** What {@link #unkept} gave last could not be kept. */
    synchronized void notKept() {
        unkept = true;
    }

    /** Goes on with what was kept, before anything else is lent. */
    synchronized void goOn(AddressLease kept) {
        adopt(kept.clientId(), kept.address(), kept.until());
    }

    /**
     * A client has that address already: from before this pool was there.
     *
     * @return false if it can't stay so, since it is another's
     */
    synchronized boolean adopt(String clientId, int address) {
        return adopt(clientId, address, clock.instant().plus(leaseTime));
    }

    private boolean adopt(String clientId, int address, Instant until) {
        String holder = lent.getOrDefault(address, clientId);
        if (own.containsKey(address) || !holder.equals(clientId)) {
            return false;
        }
        giveBack(clientId);
        take(clientId, address, until);
        return true;
    }

    synchronized boolean isLentTo(String clientId) {
        return leases.containsKey(clientId);
    }

    /** What is lent, for the next version: those not seen for longest first. */
    synchronized List<Map<String, Object>> leave() {
        List<Map<String, Object>> all = new ArrayList<>();
        leases.forEach((clientId, lease) -> all.add(Map.of("client", clientId, "address", lease.address, "until", lease.until)));
        return all;
    }

    /** Goes on with what a version before has left of a client. */
    synchronized void goOn(Map<?, ?> left) {
        adopt((String) left.get("client"), (Integer) left.get("address"), (Instant) left.get("until"));
    }

    /** Guarded by the pool. */
    private static final class Lease {

        private final int address;
        private Instant until;

        /** What was kept of it last. */
        private Instant keptUntil;

        Lease(int address, Instant until) {
            this.address = address;
            this.until = until;
            this.keptUntil = until;
        }

        boolean isOver(Instant now) {
            return !now.isBefore(until);
        }
    }
}
