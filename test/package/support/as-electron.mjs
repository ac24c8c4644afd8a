// Lets a program under Node see what it would see inside Electron; loaded before it with `--import`.
Object.defineProperty(process.versions, 'electron', { value: '45.3.4', enumerable: true })
