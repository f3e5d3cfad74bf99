/** Those with a manifest in platforms/. */
export const PREBUILT = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'];

/** The optional package with a platform's prebuilt kernels, undefined where none is planned; npm installs it where it fits. */
export function platformPackage(
  { platform, arch } = process as {
    platform: string;
    arch: string;
  },
): string | undefined {
  const name = `${platform}-${arch}`;
  return PREBUILT.includes(name) ? `@lfads/backend-cpu-${name}` : undefined;
}
