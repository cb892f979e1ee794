/**
 * From settings and an image to the launch template that makes instances of them: user data, block devices, tags, and a name
 * that says the content. Pure: no call, no file, no clock; the same settings and image make the same bytes in every JVM.
 */
package dev.ballast.template;
