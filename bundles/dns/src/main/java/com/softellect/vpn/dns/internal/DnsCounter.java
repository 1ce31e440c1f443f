package com.softellect.vpn.dns.internal;

import java.util.Locale;

/** What is counted. The names that operators see are these in lower case, the first underscore a dot. docs/dns.md explains them. */
enum DnsCounter {

    QUERIES_UDP, QUERIES_TCP, QUERIES_MALFORMED,
    ANSWERS_CACHED, ANSWERS_UPSTREAM, ANSWERS_CLIENT_NAMES, ANSWERS_FAILED, ANSWERS_TRUNCATED, ANSWERS_UNSENT,
    REFUSED_STRANGER, REFUSED_RATE, REFUSED_AT_A_TIME, REFUSED_BUSY, REFUSED_KIND, REFUSED_CONNECTION,
    UPSTREAM_UDP, UPSTREAM_TCP, UPSTREAM_COALESCED, UPSTREAM_TIMEOUT, UPSTREAM_ERROR, UPSTREAM_UNFIT;

    String word() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }
}
