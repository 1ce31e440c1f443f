package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.audit.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An audit log to look at: one text per event. Thread-safe. */
final class RecordedAudit implements AuditLog {

    private final List<String> events = new ArrayList<>();

    @Override
    public synchronized void record(String event, Map<String, ?> fields) {
        events.add(event + " " + fields);
    }

    synchronized List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
