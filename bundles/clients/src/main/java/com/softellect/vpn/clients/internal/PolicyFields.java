package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A policy as the audit log has it. */
record PolicyFields(Policy policy) {

    /** What it restricts. */
    Map<String, Object> given() {
        return changedFrom(Policy.OPEN);
    }

    /** What is not as it was. */
    Map<String, Object> changedFrom(Policy before) {
        Map<String, Object> fields = all(policy);
        fields.entrySet().removeAll(all(before).entrySet());
        return fields;
    }

    private static Map<String, Object> all(Policy policy) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("allow", allowed(policy));
        fields.put("limitUp", policy.upBitsPerSecond());
        fields.put("limitDown", policy.downBitsPerSecond());
        fields.put("quota", policy.quota() == null ? "none" : policy.quota().bytes() + "/" + policy.quota().period());
        return fields;
    }

    private static String allowed(Policy policy) {
        if (policy.allowed() == null) {
            return "any";
        }
        return policy.allowed().isEmpty() ? "none" : policy.allowed().stream().map(Rule::toString).collect(Collectors.joining(" "));
    }
}
