/** What layers leave for their next versions. */
package com.softellect.vpn.handover.internal;
