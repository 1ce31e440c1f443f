package com.softellect.vpn.api.upgrade;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Replaces layers by other versions of themselves while the traffic flows. An OSGi service. One upgrade at a time: others wait. A version that does
 * not work within {@value #ACTIVE_SECONDS} s is put back by itself, and the upgrade ends with it. All methods may be called by any thread, and
 * block. Every upgrade is written to the audit log.
 */
@ProviderType
public interface Upgrade {

    /** How long a new version has until all that worked before works again, in seconds. */
    int ACTIVE_SECONDS = 10;

    /** Every layer that is installed here. */
    String ALL = "all";

    /** The layers that are installed here and can be swapped, in the order in which {@link #ALL} swaps them. */
    List<String> layers();

    /**
     * What {@link #upgrade} would do. Changes nothing.
     *
     * @param layer  one of {@link #layers}, or {@link #ALL}
     * @param source a version, for one that is in Karaf's own Maven repositories; or the path or URL of a jar, a kar, or a folder of jars; null: the
     *               newest version in Karaf's system folder
     * @throws UpgradeException if there is no such layer or source
     */
    List<PlannedSwap> plan(String layer, String source) throws UpgradeException;

    /**
     * Swaps a layer, or all for which the source has another version.
     *
     * @param layer  as for {@link #plan}
     * @param source as for {@link #plan}
     * @return what was done; the last one may have a problem, and then what would have come after it was not tried
     * @throws UpgradeException if one of the swaps is refused: none was made then
     */
    List<Swap> upgrade(String layer, String source, String administrator) throws UpgradeException;

    /**
     * Undoes the last upgrade: puts the versions back that were there before it. Done twice, it makes the upgrade again.
     *
     * @throws UpgradeException if there is none, or one of the swaps is refused: none was made then
     */
    List<Swap> rollback(String administrator) throws UpgradeException;
}
