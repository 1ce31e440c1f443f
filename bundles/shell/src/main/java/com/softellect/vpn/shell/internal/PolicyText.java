package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A client's policy as operators read it. */
record PolicyText(Policy policy) {

    /** In one cell of a table. */
    String brief() {
        List<String> parts = new ArrayList<>();
        if (policy.allowed() != null) {
            parts.add(policy.allowed().size() + (policy.allowed().size() == 1 ? " destination" : " destinations"));
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    void addTo(Report report) {
        report.line("may reach", allowed());
    }

    String allowed() {
        if (policy.allowed() == null) {
            return "everything outside";
        }
        return policy.allowed().isEmpty() ? "nothing outside" : policy.allowed().stream().map(Rule::toString).collect(Collectors.joining(" "));
    }
}
