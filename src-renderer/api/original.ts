import { pageKey } from './page-key.ts'

/** Address of one picture of a data set, upright, as a WebP of at most 1,600 pixels. */
export function originalUrl(datasetId: string, position: number): string {
  const key = pageKey()
  return `/originals/${datasetId}/${position}${key && `?key=${key}`}`
}
