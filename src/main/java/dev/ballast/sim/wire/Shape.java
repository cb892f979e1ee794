package dev.ballast.sim.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The fields of one SDK class, gathered once per class; no call reflects on anything afterwards. */
final class Shape {
    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private final Class<?> model;
    private final List<Member> members;
    private final Map<String, Member> byJsonName = new HashMap<>();
    private final Map<String, Member> byFormName = new HashMap<>();
    private final List<Member> required;

    private Shape(Class<?> model, List<SdkField<?>> fields) {
        this.model = model;
        this.members = fields.stream().map(field -> Member.of(field, model)).toList();
        for (Member member : members) {
            byJsonName.put(member.jsonName().getValue(), member);
            byFormName.put(member.formName(), member);
        }
        this.required = members.stream().filter(Member::required).toList();
    }

    /** The shape of a model object or of its builder. */
    static Shape of(SdkPojo pojo) {
        Shape known = SHAPES.get(pojo.getClass());
        if (known == null) {
            known = new Shape(modelOf(pojo), pojo.sdkFields());
            SHAPES.put(pojo.getClass(), known);
        }
        return known;
    }

    /** The SDK's builders are nested in the class that they build. */
    static Class<?> modelOf(SdkPojo pojo) {
        Class<?> enclosing = pojo.getClass().getEnclosingClass();
        return enclosing == null ? pojo.getClass() : enclosing;
    }

    /** Such as RunInstancesRequest. */
    String name() {
        return model.getSimpleName();
    }

    List<Member> members() {
        return members;
    }

    List<Member> required() {
        return required;
    }

    /** Null where there is none. */
    Member byJsonName(String name) {
        return byJsonName.get(name);
    }

    /** Null where there is none. */
    Member byFormName(String name) {
        return byFormName.get(name);
    }
}
