package com.softellect.vpn.clients.internal;

import java.lang.annotation.Annotation;

/** Settings as the component runtime gives them. */
record Settings(int failuresPerMinute, int strangersPerSecond) implements ClientsSettings {

    static final Settings DEFAULTS = new Settings(10, 100);

    @Override
    public Class<? extends Annotation> annotationType() {
        return ClientsSettings.class;
    }
}
