import manifest from '../package.json' with { type: 'json' }

export const VERSION = manifest.version
/** Recorded with every run: bits are only promised between equal engine builds. */
export const ENGINE_VERSION = `glassbox-engine ${manifest.version}`
