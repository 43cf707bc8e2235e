# The warning set of libfido2, for every target built here. Packagers get it without -Werror.
set(ASSAY_STACK_PROTECTOR strong CACHE STRING "Which functions guard their frames: strong, as Debian builds, or all")
add_library(assay_build_flags INTERFACE)
target_compile_definitions(assay_build_flags INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(assay_build_flags INTERFACE
  -Wall -Wextra -Wshadow -Wcast-qual -Wwrite-strings -Wmissing-prototypes -Wbad-function-cast
  -Wno-missing-field-initializers # rows of tables leave out what is zero
  -Wimplicit-fallthrough -pedantic -pedantic-errors -Wconversion -Wsign-conversion
  -fstack-protector-${ASSAY_STACK_PROTECTOR} -Wframe-larger-than=2047 -Wvla -Wundef)
target_link_options(assay_build_flags INTERFACE LINKER:-z,relro,-z,now,-z,noexecstack)
if(ASSAY_WERROR)
  target_compile_options(assay_build_flags INTERFACE -Werror)
endif()
if(ASSAY_SANITIZE)
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
  if(ASSAY_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  # Redzones enlarge frames; the limit is about the real build.
  target_compile_options(assay_build_flags INTERFACE -Wno-frame-larger-than)
endif()
