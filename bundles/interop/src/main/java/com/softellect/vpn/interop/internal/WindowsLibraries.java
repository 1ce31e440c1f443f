package com.softellect.vpn.interop.internal;

/** The system's side of a WinTun adapter. */
record WindowsLibraries(WintunLibrary wintun, Kernel32Library kernel32, IpHelperLibrary ipHelper) {
}
