export type { PictureTrait } from '../../contract/types.ts'
