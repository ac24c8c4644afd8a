import type { Configuration } from 'electron-builder'

type System = 'linux' | 'darwin' | 'win32'

/** Packages that never run there. Inside Electron for Linux sharp works only as WebAssembly, elsewhere as native library. */
const UNUSED: Record<System, string[]> = {
  linux: ['@img/sharp-{linux,libvips}*'],
  darwin: ['@img/sharp-wasm32', '@emnapi', 'tslib'],
  win32: ['@img/sharp-wasm32', '@emnapi', 'tslib'],
}
/** The package that names the licences of what libvips consists of. */
const LIBVIPS: Record<System, string> = {
  linux: 'sharp-wasm32',
  darwin: 'sharp-libvips-darwin-${arch}',
  win32: 'sharp-win32-${arch}',
}

/** How Glassbox becomes installers for a system; docs/packaging.md says why. */
export function configuration(system: System): Configuration {
  const command = system === 'win32' ? 'glassbox.cmd' : 'glassbox'
  return {
    appId: 'app.glassbox.Glassbox',
    productName: 'Glassbox',
    directories: { output: 'out/installers' },
    // Native modules come built for N-API, so Node's are Electron's.
    npmRebuild: false,
    publish: null,
    files: [
      'out/{main,preload,renderer}/**',
      'resources/kernels/**',
      '!**/*.{map,ts,mts,cts,tsbuildinfo}',
      '!**/node_modules/**/!(LICENSE).md',
      '!**/node_modules/{better-sqlite3,sharp}/src/**',
      '!**/node_modules/{node-addon-api,better-sqlite3/deps,sharp/install}/**',
      '!**/node_modules/better-sqlite3/binding.gyp',
      `!**/node_modules/better-sqlite3/prebuilds/!(${system}-\${arch}).node`,
      ...UNUSED[system].map((name) => `!**/node_modules/${name}/**`),
    ],
    // The system loads programs and libraries from files, not out of an archive.
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.{node,dll,dylib}', '**/*.so*'],
    electronFuses: {
      // The installed command runs on it: docs/decisions/0007-installed-command.md.
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
    extraResources: [
      { from: `resources/bin/${command}`, to: `bin/${command}` },
      { from: `node_modules/@img/${LIBVIPS[system]}/README.md`, to: 'licences/libvips.md' },
    ],
    linux: {
      target: ['AppImage', 'deb'],
      // `glassbox` is the command's name.
      executableName: 'glassbox-desktop',
      category: 'Science',
      maintainer: 'Glassbox <glassbox@glassbox.example>',
      icon: 'resources/icons',
    },
    deb: { fpm: ['resources/bin/glassbox.deb=/usr/bin/glassbox'] },
    win: { target: ['nsis'], icon: 'resources/icons/icon.ico' },
    nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
    // Without a certificate of our own; Macs with Apple's processors start nothing that is not signed at all.
    mac: {
      identity: '-',
      hardenedRuntime: false,
      target: ['dmg', 'zip'],
      icon: 'resources/icons/icon.icns',
      category: 'public.app-category.education',
    },
  }
}

export default configuration(process.platform as System)
