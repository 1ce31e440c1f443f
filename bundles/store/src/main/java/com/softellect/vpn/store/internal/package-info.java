/** The client store in files. */
package com.softellect.vpn.store.internal;
