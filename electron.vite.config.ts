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
      // Inlined fonts are data: URLs, which the page's policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
})
