package com.softellect.vpn.endpoint.internal;

/** All that the endpoint does, again, with every call on CXF's own way: nobody can tell them apart. */
class EndpointWithoutShortWayTest extends EndpointTest {

    @Override
    boolean shortWay() {
        return false;
    }
}
