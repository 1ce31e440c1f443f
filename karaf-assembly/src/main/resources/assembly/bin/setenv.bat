@echo off
rem Settings of this product for all of Karaf's scripts on Windows, which read this file first. docs/karaf.md explains them.
rem
rem To be set in the environment by whoever starts it:
rem   JAVA_HOME        the JDK: 17 to 23
rem   JAVA_MIN_MEM     the heap at the start, default 64m
rem   JAVA_MAX_MEM     the most that the heap may grow to, default 160m
rem   JAVA_YOUNG_MEM   the part of it for young objects, default 24m
rem   EXTRA_JAVA_OPTS  further options of the JVM; they win over those of this file

rem Karaf puts the quotes into the value.
if not %KARAF_SCRIPT% == "karaf.bat" if not %KARAF_SCRIPT% == "start.bat" goto :EOF
rem bin\start.bat reads this file and then runs bin\karaf.bat, which reads it again.
if not "%VPN_JVM_SIZED%" == "" goto :EOF
set VPN_JVM_SIZED=true

if "%JAVA_MIN_MEM%" == "" set JAVA_MIN_MEM=64m
if "%JAVA_MAX_MEM%" == "" set JAVA_MAX_MEM=160m
if "%JAVA_YOUNG_MEM%" == "" set JAVA_YOUNG_MEM=24m
set EXTRA_JAVA_OPTS=-XX:+UseSerialGC -Xms%JAVA_MIN_MEM% -Xmx%JAVA_MAX_MEM% -Xmn%JAVA_YOUNG_MEM% -XX:MinHeapFreeRatio=30 -XX:MaxHeapFreeRatio=40 -XX:-ShrinkHeapInSteps -XX:MetaspaceSize=46m -XX:SurvivorRatio=3 -XX:SoftRefLRUPolicyMSPerMB=10 -Xss512k %EXTRA_JAVA_OPTS%
