#pragma once
// What stands before a namespace whose names programs may call. A shared library is built with
// everything else hidden; a static one, GLIA_STATIC, hides these too, so that a program's plug-ins
// may each hold a Glia of their own. CMake and pkg-config say GLIA_STATIC where it is so.
#ifdef GLIA_STATIC
#define GLIA_EXPORT
#else
#define GLIA_EXPORT [[gnu::visibility("default")]]
#endif
