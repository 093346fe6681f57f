export { contrast, luminance, textOn } from './contrast.ts'
