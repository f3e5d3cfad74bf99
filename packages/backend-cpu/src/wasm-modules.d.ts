/** Built by scripts/build-wasm.mjs: the WebAssembly modules, embedded. */
declare module '#wasm/simd' {
  export const base64: string;
}
declare module '#wasm/relaxed' {
  export const base64: string;
}
