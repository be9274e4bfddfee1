// What Emscripten makes of studio/page/bridge.cpp.
declare module 'glia-engine' {
  export interface EngineModule {
    HEAPU8: Uint8Array;
    _malloc(size: number): number;
    _free(at: number): void;
    _glia_take(name: number, bytes: number, size: number): number;
    _glia_open(): number;
    _glia_whole(): number;
    _glia_handle(text: number, size: number): number;
    _glia_work(seconds: number): number;
  }
  export default function makeEngine(given: {
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ) => Record<string, never>;
    text: (text: string) => void;
    bytes: (bytes: ArrayBuffer) => void;
    whole: () => void;
    failed: (why: string) => void;
  }): Promise<EngineModule>;
}
