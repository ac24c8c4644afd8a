@echo off
rem The `glassbox` command of the installed application, run by the Node inside it.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Glassbox.exe" "%~dp0..\app.asar\out\main\cli.js" %*
exit /b %errorlevel%
