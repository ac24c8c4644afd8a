/**
 * Compiles src-engine/kernels/assembly into resources/kernels/glassbox.wasm, which is committed.
 *   node build/kernels.mjs           writes the file
 *   node build/kernels.mjs --check   fails when the committed file is not what the sources give
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const target = resolve(root, 'resources/kernels/glassbox.wasm')
const flags = [
  ...['src-engine/kernels/assembly/program.ts', '--outFile', 'glassbox.wasm', '--baseDir', root],
  ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  ...['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--sharedMemory', '--zeroFilledMemory'],
  ...['--enable', 'simd', '--enable', 'relaxed-simd', '--enable', 'threads'],
]

async function compile() {
  let bytes
  const { error, stderr } = await asc.main(flags, {
    writeFile: (name, contents) => {
      if (name === 'glassbox.wasm') bytes = Buffer.from(contents)
    },
  })
  if (error || !bytes) throw new Error(`The kernels do not compile.\n${stderr.toString()}`)
  return bytes
}

const bytes = await compile()
if (process.argv.includes('--check')) {
  if (!bytes.equals(readFileSync(target))) {
    console.error('resources/kernels/glassbox.wasm is stale: run "node build/kernels.mjs" and commit it.')
    process.exit(1)
  }
} else {
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, bytes)
}
console.log(`resources/kernels/glassbox.wasm: ${bytes.length} bytes`)
