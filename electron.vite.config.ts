import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Every browser that this page runs in reads woff2: the older forms of KaTeX's fonts are left out. */
const onlyWoff2 = {
  name: 'only-woff2',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    if (!/katex[^/]*\.css$/.test(id)) return null
    return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, '')
  },
}

/**
 * What every view needs is one script, and what some share are few: by itself the bundler makes one for every set of views,
 * most of them of less than a kilobyte, and an empty page waits for dozens of them.
 */
const SCRIPTS = [
  { name: 'frame', tags: ['$initial' as const], priority: 1 },
  { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 4000 },
]

/** What the licences of bundled packages ask for: their notices go wherever the bundle goes. */
const LICENCES = { fileName: 'licences.md' }

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      license: LICENCES,
      rolldownOptions: {
        input: { cli: at('src-main/cli/index.ts'), electron: at('src-main/hosts/electron/index.ts') },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: at('src-main/hosts/electron/preload.ts') },
        // A sandboxed preload has to be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [onlyWoff2, vue(), tailwindcss()],
    build: {
      outDir: at('out/renderer'),
      license: LICENCES,
      minify: true,
      // Inlined fonts are data: URLs, which the page's policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { index: at('src-renderer/index.html') },
        output: {
          codeSplitting: { groups: SCRIPTS },
          // Behind the first ~ stands the name of every view that shares the script.
          chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        },
      },
    },
  },
})
