package com.softellect.vpn.interop.internal;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.lang.reflect.Method;
import java.util.Map;

/** Finds a DLL's function for a method: the same name with a prefix and a capital, as Windows writes them. */
record ExportedNames(String prefix) implements FunctionMapper {

    @Override
    public String getFunctionName(NativeLibrary library, Method method) {
        String name = method.getName();
        return prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** @param library an absolute path, or the name of one of the system's */
    NativeLibrary open(String library) {
        return NativeLibrary.getInstance(library, Map.of(Library.OPTION_FUNCTION_MAPPER, this));
    }
}
