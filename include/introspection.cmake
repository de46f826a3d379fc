# Entente-0.gir and its typelib, from the doc comments; a warning of the scanner is an error.
file(GLOB GIR_SOURCES pipeline/*.c include/entente/*.h)
list(FILTER GIR_SOURCES EXCLUDE REGEX "json\\.c|lexicon.*\\.c")
set(GIR ${CMAKE_BINARY_DIR}/Entente-0.gir)
set(TYPELIB ${CMAKE_BINARY_DIR}/Entente-0.typelib)
add_custom_command(OUTPUT ${GIR} DEPENDS libentente ${GIR_SOURCES}
  COMMAND ${CMAKE_COMMAND} -E env "CC=${CMAKE_C_COMPILER}" ${G_IR_SCANNER} --quiet --warn-all --warn-error
    --namespace=Entente --nsversion=0 --identifier-prefix=Ent --symbol-prefix=ent --c-include=entente.h
    --include=GObject-2.0 --include=Gio-2.0 --include=GModule-2.0 --pkg-export=entente
    --library=entente -L${CMAKE_BINARY_DIR} -I${CMAKE_SOURCE_DIR}/include -I${CMAKE_SOURCE_DIR}
    "--cflags-begin" -I${CMAKE_SOURCE_DIR}/include -I${CMAKE_SOURCE_DIR} "-DENT_PACK_DIR=\"\"" -D_GNU_SOURCE
    "--cflags-end" --pkg=glib-2.0 --pkg=gobject-2.0 --pkg=gio-2.0 --pkg=gmodule-2.0
    --output=${GIR} ${GIR_SOURCES}
  # not where the program `entente` lies, which the scanner would take for the library
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/CMakeFiles
  COMMENT "Scanning for other languages" VERBATIM)
add_custom_command(OUTPUT ${TYPELIB} DEPENDS ${GIR}
  COMMAND ${G_IR_COMPILER} --output=${TYPELIB} ${GIR} VERBATIM)
add_custom_target(introspection ALL DEPENDS ${TYPELIB})
install(FILES ${GIR} DESTINATION ${CMAKE_INSTALL_DATADIR}/gir-1.0)
install(FILES ${TYPELIB} DESTINATION ${CMAKE_INSTALL_LIBDIR}/girepository-1.0)
