package com.softellect.vpn.egress.internal;

import java.lang.annotation.Annotation;

/** The settings as the component runtime would hand them over. */
record Settings(String mode, String interfaces, boolean mssClamp, boolean keepAtEnd) implements EgressSettings {

    static Settings ofMode(String mode) {
        return new Settings(mode, "", true, false);
    }

    Settings withInterfaces(String names) {
        return new Settings(mode, names, mssClamp, keepAtEnd);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return EgressSettings.class;
    }
}
