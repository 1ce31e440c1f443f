package com.softellect.vpn.clients.internal;

import java.lang.annotation.Annotation;

/** Settings as the component runtime gives them. */
record Settings(int failuresPerMinute, int strangersPerSecond) implements ClientsSettings {

    @Override
    public Class<? extends Annotation> annotationType() {
        return ClientsSettings.class;
    }
}
