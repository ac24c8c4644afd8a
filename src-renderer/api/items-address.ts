import { pageKey } from './page-key.ts'

/** Where the list of a data set's items can be fetched as CSV: a link that the browser follows itself takes no headers. */
export function itemsAddress(datasetId: string): string {
  const key = pageKey()
  return `/datasets/${datasetId}/items.csv${key && `?key=${key}`}`
}
