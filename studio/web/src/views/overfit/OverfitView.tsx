export function OverfitView() { return null; }
