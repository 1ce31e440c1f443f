package com.softellect.vpn.datapath;

/** Flows in the order of their turns. A flow is in one list at a time. */
final class FlowList {

    private Flow first;
    private Flow last;

    Flow first() {
        return first;
    }

    void add(Flow flow) {
        flow.following = null;
        if (first == null) {
            first = flow;
        } else {
            last.following = flow;
        }
        last = flow;
    }

    Flow removeFirst() {
        Flow removed = first;
        first = removed.following;
        removed.following = null;
        return removed;
    }
}
