/**
 * Compiles src-engine/kernels/assembly into resources/kernels, which is committed: of the engine one build for each set of
 * features that a machine can have, and one that resizes pictures.
 *   node build/kernels.mjs           writes the files
 *   node build/kernels.mjs --check   fails when a committed file is not what the sources give
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const folder = 'resources/kernels'
const builds = [
  { name: 'glassbox.wasm', relaxedSimd: true, sharedMemory: true },
  { name: 'glassbox-unrelaxed.wasm', relaxedSimd: false, sharedMemory: true },
  { name: 'glassbox-unshared.wasm', relaxedSimd: true, sharedMemory: false },
  { name: 'glassbox-unrelaxed-unshared.wasm', relaxedSimd: false, sharedMemory: false },
  { name: 'resize.wasm', entries: ['resize'], relaxedSimd: false, sharedMemory: false },
]

const enginesEntries = ({ relaxedSimd, sharedMemory }) => [
  ...['run', 'peak'],
  ...(sharedMemory ? ['serve'] : []),
  ...(relaxedSimd ? ['fused'] : []),
]

function flagsOf({ name, entries, relaxedSimd, sharedMemory }) {
  return [
    ...(entries ?? enginesEntries({ relaxedSimd, sharedMemory })).map(
      (entry) => `src-engine/kernels/assembly/${entry}.ts`,
    ),
    ...['--outFile', name, '--baseDir', root, '-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
    ...['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--zeroFilledMemory', '--enable', 'simd'],
    ...(relaxedSimd ? ['--enable', 'relaxed-simd'] : []),
    ...(sharedMemory ? ['--sharedMemory', '--enable', 'threads'] : []),
  ]
}

async function compile(build) {
  let bytes
  const { error, stderr } = await asc.main(flagsOf(build), {
    writeFile: (name, contents) => {
      if (name === build.name) bytes = Buffer.from(contents)
    },
  })
  if (error || !bytes) throw new Error(`${build.name} does not compile.\n${stderr.toString()}`)
  return bytes
}

const isCheck = process.argv.includes('--check')
for (const build of builds) {
  const target = resolve(root, folder, build.name)
  const bytes = await compile(build)
  if (!isCheck) {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes)
  } else if (!bytes.equals(readFileSync(target))) {
    console.error(`${folder}/${build.name} is stale: run "node build/kernels.mjs" and commit it.`)
    process.exitCode = 1
  }
  console.log(`${folder}/${build.name}: ${bytes.length} bytes`)
}
