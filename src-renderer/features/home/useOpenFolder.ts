import { isTableName, type LayoutChoice } from '../../../src-main/contract/types.ts'
import { useRouter } from 'vue-router'
import { useImports, type Imported, type ReadFolder } from '../../stores/imports.ts'

/** Where data are added. */
const PLACES: readonly string[] = ['/', '/data/add']

/** Imports a folder, or built-in data, and shows what became of it. */
export function useOpenFolder() {
  const imports = useImports()
  const router = useRouter()

  async function open(work: Promise<Imported | null>): Promise<void> {
    const imported = await work
    // Whoever went elsewhere meanwhile is left there; the data set is in the list.
    if (!imported || !PLACES.includes(router.currentRoute.value.path)) return
    const query = imported.known ? { known: '1' } : { fresh: '1' }
    await router.push({ path: `/data/${imported.datasetId}`, query })
  }

  /** A table is shown before it is imported: how it is read may have to be corrected. */
  async function lookAt(query: { file: string } | { upload: string }): Promise<void> {
    await router.push({ path: '/table', query })
  }

  return {
    openPicked: (read: ReadFolder): Promise<void> => open(imports.importPicked(read)),
    openPath: (path: string): Promise<void> =>
      isTableName(path) ? lookAt({ file: path }) : open(imports.importPath(path)),
    openTable: async (file: File): Promise<void> => {
      const upload = await imports.sendTable(file)
      if (upload !== null) await lookAt({ upload })
    },
    openAs: (layout: LayoutChoice): Promise<void> => open(imports.importAs(layout)),
    openBuiltIn: (name: string): Promise<void> => open(imports.importBuiltIn(name)),
  }
}
