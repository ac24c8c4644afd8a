import { app as electron } from 'electron'
import { readArguments } from './arguments.ts'
import { confineProcess } from './confine.ts'
import { useHomeFolder } from './home.ts'
import { registerScheme } from './scheme.ts'
import { startDesktop } from './start.ts'

// In development Electron is given the script as its first argument.
const given = process.argv.slice(process.defaultApp ? 2 : 1)
const { home, folder } = readArguments(given, process.cwd())

registerScheme()
confineProcess()
const homeFolder = useHomeFolder(home)
// A second start for the same home folder hands its folder to the first and ends.
if (electron.requestSingleInstanceLock({ folder })) startDesktop(homeFolder, folder)
else electron.quit()
