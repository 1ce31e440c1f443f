package com.softellect.vpn.egress.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's table in the system, and the system's forwarding: makes them what is wanted, and what they were. One thread at a time.
 */
final class TableInForce {

    private static final Logger LOG = LoggerFactory.getLogger(TableInForce.class);

    private final Forwarding forwarding;

    /** Whose table is in force; null if there is none. */
    private String adapter;
    private boolean forwardingWasOff;

    /** The one that was made here, and how the system lists it; null if it was found. */
    private Table made;
    private String listed;

    TableInForce(Forwarding forwarding) {
        this.forwarding = forwarding;
    }

    /** If the system has a table of that adapter, of the version before or of a process that was killed, it is this one's from now on. */
    void adopt(String found) throws EgressException {
        Optional<String> present = Nft.find().list(Table.name(found));
        if (adapter == null && present.isPresent()) {
            adapter = found;
            forwardingWasOff = Table.forwardingWasOff(present.get());
        }
    }

    /**
     * Sees to it that the system has the table and forwards. A table that is there is replaced in one step, unless it is as it should be; one of another
     * adapter goes in the same step.
     *
     * @return the table
     */
    Table hold(String wantedAdapter, Ipv4Network network, Wanted wanted) throws EgressException {
        Nft nft = Nft.find();
        Optional<String> present = nft.list(Table.name(wantedAdapter));
        boolean wasOff = forwardingWasOff || present.filter(Table::forwardingWasOff).isPresent() || !forwarding.isOn();
        Table table = new Table(wantedAdapter, network, wanted.interfaces(), wanted.mssClamp(), wasOff);
        if (!table.equals(made) || !present.equals(Optional.ofNullable(listed))) {
            if (table.equals(made)) {
                LOG.warn("{} was changed by somebody else: made again", table.name());
            }
            boolean renamed = adapter != null && !adapter.equals(wantedAdapter);
            nft.apply(table.replacement() + (renamed ? Table.removal(Table.name(adapter)) : ""));
            LOG.info("egress: {}", table);
            adapter = wantedAdapter;
            forwardingWasOff = wasOff;
            made = table;
            listed = nft.list(table.name()).orElse(null);
        }
        if (!forwarding.isOn()) {
            forwarding.turn(true);
            LOG.info("egress: {} switched on", forwarding.file());
        }
        return table;
    }

    /** Whether the system forwards, as far as that can be seen. */
    boolean isForwarding() {
        try {
            return forwarding.isOn();
        } catch (EgressException e) {
            return false; // whoever tries to mend it is told
        }
    }

    /** Forwarding goes first: nothing leaves that is not masqueraded. */
    void remove(String why) throws EgressException {
        if (adapter == null) {
            return;
        }
        if (forwardingWasOff) {
            forwarding.turn(false);
        }
        Nft.find().apply(Table.removal(Table.name(adapter)));
        LOG.info("egress: table ip {} is removed: {}", Table.name(adapter), why);
        adapter = null;
        forwardingWasOff = false;
        made = null;
        listed = null;
    }

    /**
     * It stays in force for the next version of this bundle.
     *
     * @param keep whether it stays also if none comes: whoever starts next finds it as if the process had been killed
     */
    void leave(Handover handover, boolean keep) throws EgressException {
        if (adapter != null) {
            LeftTable.leave(handover, keep ? null : Nft.find(), adapter, forwardingWasOff);
            LOG.info("egress: table ip {} is left", Table.name(adapter));
        }
    }
}
