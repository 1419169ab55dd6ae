/// <reference types="vite/client" />

declare module '*?words=first' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=entry' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=settings' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=ledger' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=ticket' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=scores' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=knowledge' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=clocks' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=rules' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=macros' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=playground' {
  const words: Record<string, unknown>
  export default words
}
declare module '*?words=widget' {
  const words: Record<string, unknown>
  export default words
}
