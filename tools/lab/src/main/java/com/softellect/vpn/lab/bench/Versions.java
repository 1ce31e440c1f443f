package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.Assembly;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured, and on what.
 *
 * @param product of the assembly
 * @param java    that runs the nodes
 * @param karaf   of the assembly
 * @param kernel  of this machine
 */
public record Versions(String product, String java, String karaf, String kernel) {

    /** Of nodes that are started from the assembly by this JVM. */
    public static Versions of(Assembly assembly) throws LabException {
        return new Versions(assembly.productVersion(), System.getProperty("java.runtime.version"), assembly.karafVersion(),
                System.getProperty("os.version"));
    }

    Map<String, String> json() {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("product", product);
        json.put("java", java);
        json.put("karaf", karaf);
        json.put("kernel", kernel);
        return json;
    }

    @Override
    public String toString() {
        return "Softellect VPN " + product + ", Java " + java + ", Karaf " + karaf + ", kernel " + kernel;
    }
}
